/** Before the file of acceptances, among the arguments of a recorded comparison: who accepts a finding later writes there. */
export const ACCEPTED_WORD = '--accepted=';
