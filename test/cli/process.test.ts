import { beforeAll, describe, expect, test } from '@jest/globals';
import { homeCharts, ProjectCopy, versions } from '../support/project-copy.js';

describe('the command, as a person runs it', () => {
  let project: ProjectCopy;
  beforeAll(() => {
    project = new ProjectCopy(homeCharts());
  });

  test('renders a fresh clone, and has nothing to do the second time', () => {
    const first = project.run('synth');
    expect(first).toEqual({ code: 0, out: expect.stringMatching(/^1 unit, 3 objects, \d+ files written/), err: '' });
    expect(project.files('kubernetes')).toContain('kubernetes/home/apps/demo/app-0/app/deployment.yaml');
    expect(project.run('synth').out).toMatch(/ 0 files written, 0 removed/);
    expect(project.run('synth', '--check')).toMatchObject({ code: 0, err: '' });
  });

  test('takes up a change of the charts without a build step', () => {
    project.write({ ...homeCharts(2), 'charts/versions.yaml': versions('1.0.1') });
    const { code, out } = project.run('synth', '--check');
    expect(code).toBe(1);
    expect(out).toContain('stale: kubernetes/home/apps/demo/app-0/app/deployment.yaml\n');
    expect(out).toContain('missing: kubernetes/home/apps/demo/app-1/ks.yaml\n');
    expect(project.run('synth').code).toBe(0);
  });

  test('exits with 2 on wrong usage, and with 1 on findings', () => {
    expect(project.run('synth', '--cluster', 'hom')).toEqual({
      code: 2,
      out: '',
      err: 'error: there is no cluster "hom"\nhint: did you mean "home"?\n',
    });
    project.write(homeCharts(1, "c.image('dmeo'); throw new Error('oh');"));
    const { code, out, err } = project.run('synth');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('no version of "dmeo" is pinned');
    expect(err).toContain('chart code failed: oh');
    expect(err).toContain('2 errors: nothing was written');
  });

  test('a chart that does not parse is an error of the build, and leaves the tree alone', () => {
    const before = project.files('kubernetes');
    project.write({ 'charts/clusters/home.ts': 'export const home = ;\n' });
    const { code, err } = project.run('synth');
    expect(code).not.toBe(0);
    expect(err).toContain('home.ts');
    expect(project.files('kubernetes')).toEqual(before);
  });
});
