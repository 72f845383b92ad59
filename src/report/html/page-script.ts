import { findingList } from './page/finding-list.js';
import { findingTrees } from './page/finding-trees.js';
import { pageTools } from './page/page-tools.js';
import { startPage } from './page/start-page.js';
import { h } from './tree.js';

/**
 * The script of the page: functions of ours as they stand, each given what it needs. So `tsc` alone builds it, its types are checked, and the look of findings is written once.
 *
 * @returns JavaScript without imports
 */
export function pageScript(): string {
  return [
    '"use strict";',
    `const tools = (${pageTools})();`,
    `const trees = (${findingTrees})(${h});`,
    `(${startPage})(tools, (${findingList})(tools, trees));`,
  ].join('\n');
}
