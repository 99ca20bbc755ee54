import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

/**
 * Ends what was started even where this program is killed without warning. It reads what to end from a pipe; the pipe
 * closes when we die, however that happens.
 */
const SCRIPT = `
  while read -r word value; do
    case $word in
      started) programs="$programs -$value " ;;
      ended) programs="\${programs%%" -$value "*} \${programs#*" -$value "}" ;;
      over) exit 0 ;;
    esac
  done
  [ -z "$programs" ] || kill -s KILL -- $programs 2>/dev/null
  rm -rf "$1"
`;

export class LastGuard {
  private readonly input: Writable;

  /** @param folder that is removed with the programs */
  constructor(folder: string) {
    const { PATH } = process.env;
    const child = spawn('sh', ['-c', SCRIPT, 'sh', folder], {
      env: { PATH },
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    });
    child.unref();
    this.input = child.stdin;
    this.input.on('error', () => {});
  }

  /** @param pid of a program that leads a session of its own: it ends with all that it has started */
  watch(pid: number): void {
    this.input.write(`started ${pid}\n`);
  }

  /** It has ended: its process id may be somebody else's by now. */
  forget(pid: number): void {
    if (!this.input.writableEnded) this.input.write(`ended ${pid}\n`);
  }

  /** Everything has ended in order. */
  over(): void {
    this.input.end('over\n');
  }
}
