import { Logger, LogLevel } from 'typedoc';

/** Keeps what typedoc warns of, where its own logger would print it. */
export class ProblemLog extends Logger {
  readonly problems: string[] = [];

  override log(message: string, level: LogLevel): void {
    if (level === LogLevel.Warn || level === LogLevel.Error) this.problems.push(message.replaceAll(/\s*\n\s*/g, ' '));
  }
}
