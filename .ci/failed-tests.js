// Prints what failed in a run of Vitest, in at most twenty lines: node .ci/failed-tests.js <its JSON report> <its log>
// Where only the first lines of a run are kept, they are these.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

const MAX_LINES = 20;
const MAX_LINES_PER_TEST = 5;
const LINE_WIDTH = 240;
/** Of the section about errors that no test caught. */
const SAYS_WHAT = /Unhandled|Error:|❯|originated in|latest test/;

const [reportFile = '', logFile = ''] = process.argv.slice(2);
const log = textOf(logFile);
const failures = existsSync(reportFile) ? failuresOf(JSON.parse(textOf(reportFile))) : [];
const told = failures.length > 0 ? failures.flatMap(linesOf) : linesWithoutReport();
const shown = told.slice(0, told.length > MAX_LINES ? MAX_LINES - 1 : MAX_LINES);
for (const line of shown) console.log(line.slice(0, LINE_WIDTH));
if (told.length > shown.length) console.log(`… ${told.length - shown.length} lines more`);

/** A file that cannot be read, or whose hooks fail, has failed although none of its tests did. */
function failuresOf({ testResults }) {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(process.cwd(), name);
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0 && status === 'failed') return [{ title: file, message }];
    return failed.map((test) => ({ title: `${file} > ${test.fullName}`, message: test.failureMessages.join('\n') }));
  });
}

/** With few failures there is room for what each says, with many the names matter more. */
function linesOf({ title, message }, _index, all) {
  const count = Math.max(0, Math.min(MAX_LINES_PER_TEST, Math.floor(MAX_LINES / all.length)) - 1);
  // The frames of a test runner say nothing; the first of our own says where.
  const lines = message.split('\n').filter((line) => line.trim() !== '' && !/^\s+at (.*node_modules|new Promise)/.test(line));
  return [title, ...lines.slice(0, count).map((line) => `  ${line.trim()}`)];
}

/** Errors that no test caught; and where the time was over, what had failed by then, and the files that never ended: a test of theirs hangs. */
function linesWithoutReport() {
  const lines = log.split('\n');
  const at = lines.findIndex((line) => line.includes('Unhandled Error'));
  const errors = at === -1 ? [] : lines.slice(at + 1).filter((line) => SAYS_WHAT.test(line) && !line.includes('node_modules'));
  const failed = lines.filter((line) => /^\s+×/.test(line));
  const neverEnded = existsSync(reportFile) ? [] : testFiles('test').filter((file) => !log.includes(file));
  return [...errors, ...failed, ...neverEnded.map((file) => `never ended: ${file}`)].map((line) => line.trim());
}

function testFiles(folder) {
  return readdirSync(folder, { recursive: true })
    .map((path) => `${folder}/${path}`)
    .filter((path) => path.endsWith('.test.ts') && !path.includes('/node_modules/'));
}

function textOf(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
