/** 1 in the fast build, 0 in the strict one: what asc's `--use FAST=…` defines. */
declare const FAST: i32;
