import { readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second towards programs, whatever the kernel's own clock (`getconf CLK_TCK`). */
const TICKS_PER_SECOND = 100;
const KIB_PER_MIB = 1_024;

/**
 * The processor time a process has used, all its threads together, in seconds.
 *
 * @param {number} pid - a live process
 * @returns {number} `NaN` where there is no /proc
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html (fields 14 and 15)
 */
export function cpuSecondsOf(pid) {
  const text = readProc(pid, 'stat');
  // The second field is the program's name, in brackets, and may hold spaces.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/**
 * The memory a process holds now, and the most it ever held, in MiB.
 *
 * @param {number} pid - a live process
 * @returns {{ readonly nowMib: number, readonly mostMib: number }} `NaN` where there is no /proc
 * @see https://man7.org/linux/man-pages/man5/proc_pid_status.5.html (VmRSS, VmHWM)
 */
export function memoryOf(pid) {
  const text = readProc(pid, 'status');
  const kib = (/** @type {string} */ name) => Number(text.match(new RegExp(`^${name}:\\s*(\\d+) kB`, 'm'))?.[1] ?? Number.NaN);
  return { nowMib: kib('VmRSS') / KIB_PER_MIB, mostMib: kib('VmHWM') / KIB_PER_MIB };
}

/**
 * @param {number} pid
 * @param {string} name
 */
function readProc(pid, name) {
  return process.platform === 'linux' ? readFileSync(`/proc/${pid}/${name}`, 'utf8') : '';
}
