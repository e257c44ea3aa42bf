package io.zkchain.cli.io;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Shows how far a long step has come. Call {@link #stage} as often as is convenient, {@link #done}
 * when the step has succeeded, and close it however it ended.
 */
public sealed interface Progress extends AutoCloseable {

  /**
   * @param name what is being done
   * @param fraction the part of this stage that is done, 0 to 1
   */
  void stage(String name, double fraction);

  /** The last stage is complete, too. */
  void done();

  @Override
  void close();

  /** Shows nothing. */
  static Progress silent() {
    return new Silent();
  }

  /** One line that is rewritten in place, for a terminal. */
  static Progress line(PrintStream err) {
    return new Line(err);
  }

  /** One plain line for each finished stage, for logs. */
  static Progress lines(PrintStream err) {
    return new Lines(err);
  }

  /** See {@link #silent}. */
  record Silent() implements Progress {
    @Override
    public void stage(String name, double fraction) {}

    @Override
    public void done() {}

    @Override
    public void close() {}
  }

  /** See {@link #line}. */
  final class Line implements Progress {
    private static final long REDRAW_NANOS = 50_000_000;
    private static final int WIDTH = 60;

    private final PrintStream err;
    private final long start = System.nanoTime();
    private long drawn;
    private String current = "";

    private Line(PrintStream err) {
      this.err = err;
      this.drawn = start - REDRAW_NANOS;
    }

    @Override
    public synchronized void stage(String name, double fraction) {
      long now = System.nanoTime();
      if (name.equals(current) && now - drawn < REDRAW_NANOS && fraction < 1) {
        return;
      }
      current = name;
      drawn = now;
      String text =
          String.format(
              Locale.ROOT, "%-36s %3.0f %%  %6.1f s", name, 100 * fraction, (now - start) / 1e9);
      err.print("\r" + text + " ".repeat(Math.max(0, WIDTH - text.length())));
      err.flush();
    }

    @Override
    public void done() {
      close();
    }

    @Override
    public synchronized void close() {
      if (!current.isEmpty()) {
        err.print("\r" + " ".repeat(WIDTH) + "\r");
        err.flush();
        current = "";
      }
    }
  }

  /** See {@link #lines}. */
  final class Lines implements Progress {
    private final PrintStream err;
    private long start = System.nanoTime();
    private String current = "";

    private Lines(PrintStream err) {
      this.err = err;
    }

    @Override
    public synchronized void stage(String name, double fraction) {
      if (!name.equals(current)) {
        finish();
        current = name;
        start = System.nanoTime();
      }
    }

    @Override
    public synchronized void done() {
      finish();
      current = "";
    }

    @Override
    public void close() {}

    private void finish() {
      if (!current.isEmpty()) {
        err.printf(Locale.ROOT, "%s: %.2f s%n", current, (System.nanoTime() - start) / 1e9);
      }
    }
  }
}
