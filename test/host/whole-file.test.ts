import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { writeWholeFile } from '../../src/host/whole-file.js';

describe('a file that is written whole', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mortise-whole-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
  });

  it('takes the place of another, in folders that are made', () => {
    const file = join(folder, 'a', 'b.txt');
    writeWholeFile(file, 'old');
    writeWholeFile(file, 'new');
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(readdirSync(join(folder, 'a'))).toEqual(['b.txt']);
  });

  it('is written through a link, which stays', () => {
    const [file, link] = [join(folder, 'file'), join(folder, 'link')];
    writeFileSync(file, 'old');
    symlinkSync(file, link);
    writeWholeFile(link, 'new');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe('new');
  });

  it.skipIf(process.platform === 'win32')('never takes the place of a device', () => {
    const link = join(folder, 'link');
    symlinkSync('/dev/null', link);
    writeWholeFile(link, 'lost');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readdirSync(folder)).toEqual(['link']);
  });

  it('is an error of the host when it cannot be written, and leaves nothing behind', () => {
    writeFileSync(join(folder, 'file'), 'old');
    expect(() => writeWholeFile(join(folder, 'file', 'inner'), 'new')).toThrow('E_FILE_WRITE');
    expect(() => writeWholeFile(folder, 'new')).toThrow('E_FILE_WRITE');
    expect(readdirSync(folder)).toEqual(['file']);
  });
});
