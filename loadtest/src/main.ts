/** `npm run loadtest`: many participants in one call, and what came of it. */
import { writeFileSync } from "node:fs";
import { help, OptionError, readOptions } from "./options.ts";
import { htmlOf, ProgressView, textOf } from "./report/index.ts";
import { deploymentAt, judge, LoadTest, ownDeployment } from "./run/index.ts";

process.exit(await main());

/** @returns exit status: 0 if all limits hold, 1 if not, 2 if there was no run */
async function main(): Promise<number> {
  try {
    const options = readOptions(process.argv.slice(2));
    if (options === "help") {
      process.stdout.write(help());
      return 0;
    }
    const { scenario, servers, workers, processes, linkSecret, web, limits, json, html } = options;
    const deployment =
      servers === undefined ? await ownDeployment(workers) : deploymentAt(servers.keyserver, servers.sfu);
    // Whoever ends the test early leaves no servers behind.
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => void deployment.close().finally(() => process.exit(130)));
    }
    const view = new ProgressView(scenario.seconds, process.stderr);
    try {
      const test = new LoadTest({
        ...{ scenario, deployment, processes },
        ...(linkSecret !== undefined && { linkSecret }),
        ...(web !== undefined && { web }),
        onProgress: (progress) => {
          view.show(progress);
        },
      });
      const results = await test.run();
      view.end();
      const outcomes = judge(results, limits);
      process.stdout.write(`\n${textOf(results, outcomes)}\n`);
      if (html !== undefined) writeFileSync(html, htmlOf(results, outcomes));
      const record = `${JSON.stringify({ scenario, results, limits: outcomes })}\n`;
      if (json === "-") process.stdout.write(record);
      else if (json !== undefined) writeFileSync(json, record);
      return outcomes.every(({ holds }) => holds) ? 0 : 1;
    } finally {
      view.end();
      await deployment.close();
    }
  } catch (error) {
    const isTheirs = error instanceof OptionError;
    process.stderr.write(
      `\n${error instanceof Error ? error.message : String(error)}\n${isTheirs ? `\n${help()}` : ""}`,
    );
    return 2;
  }
}
