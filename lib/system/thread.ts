import { parentPort, Worker, workerData } from 'node:worker_threads';

/**
 * A task in a thread of its own: `file` is a script that calls `answer()`. Rejects with what the thread threw, or where it
 * ends and says nothing.
 */
export function inThread<Question, Answer>(file: string): (question: Question) => Promise<Answer> {
  return (question) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(file, { workerData: question });
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`${file} ended without an answer (exit code ${code})`)));
    });
}

/** The other side of it. */
export function answer<Question, Answer>(task: (question: Question) => Answer): void {
  parentPort?.postMessage(task(workerData as Question));
}
