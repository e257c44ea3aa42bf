package io.zkchain.cli.io;

import java.util.Locale;

/** Figures as people read them. */
public final class Units {
  private Units() {}

  /** Bytes in powers of 1024. */
  public static String bytes(long count) {
    if (count < 1024) {
      return count + " B";
    }
    double value = count;
    String unit = "B";
    for (String next : new String[] {"KiB", "MiB", "GiB"}) {
      if (value >= 1024) {
        value /= 1024;
        unit = next;
      }
    }
    return String.format(Locale.ROOT, "%.1f %s", value, unit);
  }

  public static String millis(long millis) {
    return millis < 1000 ? millis + " ms" : String.format(Locale.ROOT, "%.2f s", millis / 1000.0);
  }

  /** An integer with its thousands parted. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
