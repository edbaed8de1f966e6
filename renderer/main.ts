import '@fontsource-variable/inter/wght.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/floating.css';
import { mount } from 'svelte';
import App from './app.svelte';
import { DesktopApi } from './desktop-api';
import { Studio } from './state/studio.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no element with id "app"');

mount(App, { target, props: { studio: new Studio(new DesktopApi(window.desktop)) } });
