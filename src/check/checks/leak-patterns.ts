/** A form of text that does not come into an error message by chance. */
export interface LeakPattern {
  /** What it is, in a clause. */
  readonly name: string;
  readonly pattern: RegExp;
}

/**
 * What programs in the usual languages let slip. Few and narrow: each needs the whole form of a frame or a message, never a word such as
 * `Exception`. Every repetition is bounded, so that no body can make one slow.
 */
export const LEAKS: readonly LeakPattern[] = [
  {
    name: 'a stack trace of JavaScript',
    pattern:
      /\bat (?:async |new )?(?:[^\s()]{1,200} (?:\[as [^\]\n]{1,80}\] )?\((?:file:\/\/|node:|[A-Za-z]:\\|\/)[^\s()]{1,300}|(?:file:\/\/|node:|[A-Za-z]:\\|\/)[^\s():]{1,300}):\d{1,7}:\d{1,7}/,
  },
  {
    name: 'a stack trace of Java or another language of the JVM',
    pattern:
      /\bat [\w$]{1,80}(?:\.[\w$<>]{1,80}){1,20}\((?:[\w$]{1,80}\.(?:java|kt|scala|groovy|clj):\d{1,7}|Native Method|Unknown Source)\)/,
  },
  { name: 'a stack trace of Python', pattern: /Traceback \(most recent call last\):|File "[^"\n]{1,300}\.py", line \d{1,7}, in / },
  { name: 'a stack trace of .NET', pattern: /\bat [\w.`<>[\],]{1,200}\([^()\n]{0,300}\) in [^\n]{1,300}:line \d{1,7}/ },
  { name: 'a stack trace of PHP', pattern: /#\d{1,3} \/[^\s(]{1,300}\.php\(\d{1,7}\)|\.php(?:<\/b>)? on line (?:<b>)?\d{1,7}/ },
  { name: 'a stack trace of Ruby', pattern: /\/[^\s:]{1,300}\.rb:\d{1,7}:in [`']/ },
  { name: 'a stack trace of Go', pattern: /\bgoroutine \d{1,9} \[[a-z ,0-9]{1,60}\]:\n|\/[^\s:]{1,300}\.go:\d{1,7} \+0x[0-9a-f]{1,16}/ },
  { name: 'a panic of Rust', pattern: /thread '[^'\n]{1,80}' (?:\(\d{1,9}\) )?panicked at / },
  {
    name: 'a path of its source code, with the line',
    pattern:
      /(?:\/(?:home|usr|var|app|src|opt|srv|root|Users|workspace|build|code)\/|\b[A-Za-z]:\\)[^\s"'<>:]{1,300}\.(?:[cm]?[jt]sx?|py|rb|php|java|kt|cs|go|rs|exs?|scala|pl):\d{1,7}/,
  },
  {
    name: 'an error of a database',
    pattern:
      /\bYou have an error in your SQL syntax\b|\bORA-\d{5}: |\bSQLSTATE\[?[0-9A-Z]{5}\b|\bSQLITE_(?:ERROR|CONSTRAINT|MISMATCH|CORRUPT)\b|\bsyntax error at or near "|\bUnclosed quotation mark after the character string\b|\bduplicate key value violates unique constraint\b|\bMongo(?:Server|Network)?Error: |\bE11000 duplicate key error\b/,
  },
  { name: 'a private key', pattern: /-----BEGIN (?:[A-Z]{1,20} )?PRIVATE KEY-----/ },
];
