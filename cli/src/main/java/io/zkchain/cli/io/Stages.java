package io.zkchain.cli.io;

import io.zkchain.prover.protocol.ProgressListener;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Hears the prover's stages, shows them, and measures each. */
public final class Stages implements ProgressListener {
  private final Progress progress;
  private final Map<Stage, Long> started = new EnumMap<>(Stage.class);
  private final Map<Stage, Long> ended = new EnumMap<>(Stage.class);

  private Stages(Progress progress) {
    this.progress = progress;
  }

  /** Shows on a display, which may be silent. */
  public static Stages shownBy(Progress progress) {
    return new Stages(progress);
  }

  @Override
  public void progress(Stage stage, double fraction) {
    long now = System.nanoTime();
    started.putIfAbsent(stage, now);
    ended.put(stage, now);
    progress.stage(name(stage), fraction);
  }

  /** Milliseconds of each stage, by name. */
  public Map<String, Long> millis() {
    Map<String, Long> millis = new LinkedHashMap<>();
    ended.forEach((stage, end) ->
        millis.put(name(stage), (end - started.getOrDefault(stage, end)) / 1_000_000));
    return millis;
  }

  private static String name(Stage stage) {
    return stage.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
