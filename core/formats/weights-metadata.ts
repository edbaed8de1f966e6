import { ModelSpecification, Preparation, SelfTest, type WeightsFile } from '../contract/weights';
import type { z } from '../contract/schema';
import { badFile } from './bad-file';
import { firstIssue, inWords } from './first-issue';
import { asTexts, parseStrictJson } from './strict-json';

/** What stands beside the tensors in a safetensors, NPZ or ONNX file: three or four texts, each JSON. */
export function weightsMetadata({ specification, preparation, notes, selfTest }: WeightsFile): Record<string, string> {
  return {
    specification: JSON.stringify(specification),
    preparation: JSON.stringify(preparation),
    notes: JSON.stringify(notes),
    ...(selfTest && { selfTest: JSON.stringify(selfTest) }),
  };
}

/** What a file says about its tensors; null for each thing that it does not say. */
export interface WeightsDescription {
  readonly specification: ModelSpecification | null;
  readonly preparation: Preparation | null;
  readonly notes: Readonly<Record<string, string>>;
  readonly selfTest: SelfTest | null;
}

/** @throws StudioError `bad-file` naming the text and the place in it. Texts of other programs are left alone */
export function readWeightsMetadata(metadata: Readonly<Record<string, string>>): WeightsDescription {
  const read = <T>(name: string, schema: z.ZodType<T>): T | null => {
    const text = metadata[name];
    if (text === undefined) return null;
    const parsed = schema.safeParse(parseStrictJson(text, name), { error: inWords });
    if (parsed.success) return parsed.data;
    throw badFile(name, firstIssue(parsed.error));
  };
  const notes = metadata['notes'];
  return {
    specification: read('specification', ModelSpecification),
    preparation: read('preparation', Preparation),
    notes: notes === undefined ? {} : asTexts(parseStrictJson(notes, 'notes'), 'notes'),
    selfTest: read('selfTest', SelfTest),
  };
}
