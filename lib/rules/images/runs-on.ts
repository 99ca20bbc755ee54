/** Whether a build for a platform runs on nodes of an architecture; variants (`linux/arm64/v8`) count. */
export function runsOn(platform: string, architecture: string): boolean {
  return platform === `linux/${architecture}` || platform.startsWith(`linux/${architecture}/`);
}
