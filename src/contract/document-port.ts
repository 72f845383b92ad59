/** How the text of a document comes to us. The host reads files and URLs under its rules; tests pass a map. */
export interface DocumentPort {
  /**
   * The text of a document.
   *
   * @param file - a path as the user gave it or relative to where the program runs, a URL, or `-`
   * @param from - the document whose reference leads here; `undefined` for one the user named
   * @throws InputError when the document is missing or must not be read, HostError when reading fails
   */
  readText(file: string, from: string | undefined): Promise<string>;
  /**
   * The files that the name of a folder or a glob stands for, by name; `undefined` when it is neither. A port without it knows single documents only.
   *
   * @param file - as the user gave it
   */
  listFiles?(file: string): Promise<readonly string[] | undefined>;
}
