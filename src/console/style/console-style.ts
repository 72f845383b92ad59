import { FORM_STYLE } from './form-style.js';
import { FRAME_STYLE } from './frame-style.js';
import { PART_STYLE } from './part-style.js';

/** The style of the console: one calm page, light and dark by the same names. */
export const CONSOLE_STYLE = `${FRAME_STYLE}${FORM_STYLE}${PART_STYLE}`;
