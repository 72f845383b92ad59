import type { SHELLS } from './completion-help.js';
import type { CompletionTable } from './completion-table.js';

/**
 * A script that asks `mortise complete` for the words that may stand where the cursor is. What it knows of the commands stands in the script.
 *
 * @param shell - that reads it
 * @param table - of all commands
 */
export function completionScript(shell: (typeof SHELLS)[number], table: CompletionTable): string {
  // Base64 needs no quoting in any shell.
  const known = Buffer.from(JSON.stringify(table)).toString('base64');
  return { bash: bashScript, zsh: zshScript, fish: fishScript }[shell](known);
}

/** Bash parts words at `:` and `=` too, and puts a candidate in the place of the last such part: what stands before it is taken off again. */
function bashScript(known: string): string {
  return `# Completion of mortise for bash: mortise completion bash > ~/.local/share/bash-completion/completions/mortise
_mortise() {
  local line="\${COMP_LINE:0:COMP_POINT}" word before candidate
  local -a words found
  read -ra words <<< "$line"
  [[ $line == *[[:blank:]] ]] && words+=("")
  word="\${words[\${#words[@]}-1]}"
  before=""
  [[ $word == *[:=]* ]] && before="\${word%"\${word##*[:=]}"}"
  mapfile -t found < <(MORTISE_COMPLETION='${known}' "\${words[0]}" complete -- "\${words[@]:1}" 2>/dev/null)
  COMPREPLY=()
  for candidate in "\${found[@]}"; do
    candidate="\${candidate%%$'\\t'*}"
    case $candidate in
      :files) compopt -o filenames 2>/dev/null; mapfile -t -O "\${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "\${word#"$before"}") ;;
      :folders) compopt -o filenames 2>/dev/null; mapfile -t -O "\${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "\${word#"$before"}") ;;
      *=) compopt -o nospace 2>/dev/null; COMPREPLY+=("\${candidate#"$before"}") ;;
      *) COMPREPLY+=("\${candidate#"$before"}") ;;
    esac
  done
}
complete -F _mortise mortise
`;
}

function zshScript(known: string): string {
  return `#compdef mortise
# Completion of mortise for zsh: mortise completion zsh > a folder of $fpath, as _mortise
_mortise() {
  local line
  local -a described
  for line in "\${(@f)$(MORTISE_COMPLETION='${known}' \${words[1]} complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    case $line in
      :files) _files ;;
      :folders) _files -/ ;;
      ?*) described+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
    esac
  done
  if (( \${#described} )); then _describe -t words mortise described; fi
}
if [[ \${funcstack[1]} == _mortise ]]; then _mortise "$@"; else compdef _mortise mortise; fi
`;
}

function fishScript(known: string): string {
  return `# Completion of mortise for fish: mortise completion fish > ~/.config/fish/completions/mortise.fish
function __mortise_complete
  set -l words (commandline -opc) (commandline -ct)
  set -lx MORTISE_COMPLETION '${known}'
  for line in ($words[1] complete -- $words[2..-1] 2>/dev/null)
    switch $line
      case ':files'
        __fish_complete_path (commandline -ct)
      case ':folders'
        __fish_complete_directories (commandline -ct)
      case '*'
        echo $line
    end
  end
end
complete -c mortise -f -a '(__mortise_complete)'
`;
}
