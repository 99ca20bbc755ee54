import { join } from 'node:path';
import { readPlainYaml } from '../flux/tree/plain-yaml/read-plain-yaml.js';
import type { Finding } from '../model/finding.js';
import type { AllowedLeak } from '../secrets/leaks/leak.js';
import { leakFinding } from '../secrets/leaks/leak-finding.js';
import { scanText } from '../secrets/leaks/scan-text.js';
import { CREATION_RULES_FILE, type CreationRule } from '../secrets/recipients/creation-rules.js';
import { readCreationRules } from '../secrets/recipients/creation-rules-text.js';
import { decodeText } from '../system/decode-text.js';
import { type ProjectFile, projectFiles, stagedFiles, stagedText } from '../system/git-files.js';
import { readFileIfPresent } from '../system/read-file.js';
import type { FolderFiles } from '../system/read-folder.js';

/** What a scan found, and what it looked into. */
export interface LeakReport {
  readonly findings: readonly Finding[];
  /** Leaks that a comment allows. */
  readonly allowed: readonly AllowedLeak[];
  /** Files that were looked into. */
  readonly files: number;
  /** Files that are no text. */
  readonly binary: number;
}

/** Looks for leaks in every file that Git tracks or would track. */
export function checkProjectLeaks(root: string): LeakReport {
  const { rules } = readCreationRules(readFileIfPresent(join(root, CREATION_RULES_FILE)));
  return checkLeaks(projectFiles(root), rules);
}

/** What a rule of the tree says as well, and more of: how files are sealed that the charts declare. */
export function withoutDeclared(report: LeakReport, declared: ReadonlySet<string>): LeakReport {
  const isNew = (code: string, file: string | undefined): boolean =>
    !((code === 'leak-unsealed' || code === 'leak-recipients') && file !== undefined && declared.has(file));
  return {
    ...report,
    findings: report.findings.filter(({ code, file }) => isNew(code, file)),
    allowed: report.allowed.filter(({ code, path }) => isNew(code, path)),
  };
}

function checkLeaks(files: readonly ProjectFile[], rules: readonly CreationRule[]): LeakReport {
  const findings: Finding[] = [];
  const allowed: AllowedLeak[] = [];
  let [looked, binary] = [0, 0];
  for (const file of files) {
    const contents = file.read();
    if (contents === undefined) continue;
    if ('tooLarge' in contents) {
      findings.push(notScanned(file.path, contents.tooLarge));
      continue;
    }
    looked += 1;
    const decoded = 'text' in contents ? contents.text : decodeText(contents.bytes);
    if (decoded === undefined) binary += 1;
    const text = decoded ?? ('bytes' in contents ? contents.bytes.toString('latin1') : '');
    const scan = scanText(file.path, text, {
      rules,
      binary: decoded === undefined,
      readPlain: readPlainYaml,
    });
    findings.push(...scan.leaks.map(leakFinding));
    allowed.push(...scan.allowed);
  }
  return { findings, allowed, files: looked, binary };
}

/** Looks for leaks in a folder that was read already. `.sops.yaml` in the repository's root says who may read. */
export function checkFolderLeaks({ files, beside }: Pick<FolderFiles, 'files' | 'beside'>): LeakReport {
  const creationRules = files.get(CREATION_RULES_FILE) ?? beside.get(CREATION_RULES_FILE)?.();
  const { rules } = readCreationRules(creationRules?.toString('utf8'));
  const read = [...files].map(([path, bytes]) => ({ path, read: () => ({ bytes }) }));
  return checkLeaks(read, rules);
}

/** Looks for leaks in what the next commit will hold, whatever the working tree holds by now. */
export function checkStaged(root: string): LeakReport {
  const { rules } = readCreationRules(stagedText(root, CREATION_RULES_FILE));
  return checkLeaks(stagedFiles(root), rules);
}

function notScanned(path: string, bytes: number): Finding {
  return {
    code: 'leak-not-scanned',
    severity: 'warning',
    message: `has ${Math.round(bytes / 1024 / 1024)} MB, and was not looked into`,
    file: path,
    origin: { cluster: 'repository', source: path },
    hint: 'keep large files elsewhere, such as in a release or a registry',
  };
}
