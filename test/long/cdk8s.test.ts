import { expect, test } from '@jest/globals';
import { homeCharts, ProjectCopy } from '../support/project-copy.js';

test('`cdk8s synth`, the stock command, works as cdk8s.yaml says, and touches nothing but its own folder', () => {
  const project = new ProjectCopy(homeCharts(2));
  expect(project.run('synth').code).toBe(0);
  const before = project.files('kubernetes');
  project.exec(`${project.root}/node_modules/.bin/cdk8s`, 'synth', '--check-upgrade=false');
  expect(project.files('kubernetes')).toEqual(before);
  expect(project.files('dist/cdk8s')).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^dist\/cdk8s\/home\/.*app-0.*\.yaml$/),
      expect.stringMatching(/app-1/),
    ]),
  );
}, 120_000);
