/**
 * What brings a commit here that git does not know by the name it was given.
 *
 * @param ref - as the user gave it
 * @param isShallow - whether the clone has only a part of the history
 * @returns a sentence without its full stop
 */
export function refStep(ref: string, isShallow: boolean): string {
  // Counted from what is here: no remote knows it by that name.
  if (COUNTED.test(ref)) {
    const start = isShallow ? 'Fetch the whole history first (git fetch --unshallow), or name' : 'Name';
    return `${start} a branch, a tag or a commit that is there`;
  }
  if (COMMIT_ID.test(ref)) return `Fetch it first (git fetch origin ${ref}), or name another branch, tag or commit`;
  const branch = ref.replace(/^origin\//, '');
  return `Fetch it first: as a branch (git fetch origin ${branch}:refs/remotes/origin/${branch}, then --base origin/${branch}), or as a tag (git fetch --tags)`;
}

const COUNTED = /^(?:HEAD|@|-)|[~^:{]|\.\./;
const COMMIT_ID = /^[\da-f]{7,40}$/;
