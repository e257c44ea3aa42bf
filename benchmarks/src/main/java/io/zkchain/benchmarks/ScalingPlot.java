package io.zkchain.benchmarks;

import java.util.List;
import java.util.Locale;

/** Draws proving time against size, both on logarithmic axes, as SVG. */
final class ScalingPlot {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 460;
  private static final int LEFT = 70;
  private static final int RIGHT = 20;
  private static final int TOP = 40;
  private static final int BOTTOM = 60;
  private static final List<String> FAMILIES = List.of("MLP", "CNN");
  private static final List<String> COLORS = List.of("#1f5fa8", "#c05a10");

  private final List<Scaling.Point> points;
  private final StringBuilder out = new StringBuilder();
  private final double lowX;
  private final double highX;
  private final double lowY;
  private final double highY;

  private ScalingPlot(List<Scaling.Point> points) {
    this.points = points;
    lowX = Math.floor(points.stream().mapToDouble(p -> Math.log10(p.size())).min().orElse(4));
    highX = Math.ceil(points.stream().mapToDouble(p -> Math.log10(p.size())).max().orElse(5));
    lowY = Math.floor(points.stream().mapToDouble(ScalingPlot::seconds).min().orElse(-1));
    highY = Math.ceil(points.stream().mapToDouble(ScalingPlot::seconds).max().orElse(0));
  }

  private static double seconds(Scaling.Point point) {
    return Math.log10(point.millis() / 1000.0);
  }

  /** The whole file. */
  static String svg(List<Scaling.Point> points) {
    ScalingPlot plot = new ScalingPlot(points);
    plot.draw();
    return plot.out.toString();
  }

  private void draw() {
    line(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
            + " font-size=\"13\">",
        WIDTH, HEIGHT);
    line("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>", WIDTH, HEIGHT);
    text(WIDTH / 2.0, 22, "middle", "Proving time, warm, against parameters + activations");
    for (double x = lowX; x <= highX; x++) {
      grid(x(x), y(lowY), x(x), y(highY));
      text(x(x), HEIGHT - BOTTOM + 20, "middle", label(x));
    }
    for (double y = lowY; y <= highY; y++) {
      grid(x(lowX), y(y), x(highX), y(y));
      text(LEFT - 8, y(y) + 4, "end", label(y) + " s");
    }
    text(WIDTH / 2.0, HEIGHT - 15, "middle", "parameters + activations");
    for (int f = 0; f < FAMILIES.size(); f++) {
      family(FAMILIES.get(f), COLORS.get(f), f);
    }
    line("</svg>");
  }

  private void family(String family, String color, int number) {
    List<Scaling.Point> own = points.stream().filter(p -> p.family().equals(family)).toList();
    StringBuilder path = new StringBuilder();
    for (Scaling.Point p : own) {
      double px = x(Math.log10(p.size()));
      double py = y(seconds(p));
      path.append(String.format(Locale.ROOT, "%.1f,%.1f ", px, py));
      line("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>", px, py, color);
    }
    line("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\"/>", path.toString().strip(), color);
    String title =
        own.size() < 2
            ? family
            : String.format(Locale.ROOT, "%s: exponent %.2f", family, Scaling.exponent(own));
    double at = TOP + 20 + 20.0 * number;
    line("<circle cx=\"%d\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>", LEFT + 16, at - 4, color);
    text(LEFT + 26, at, "start", title);
  }

  /** A power of ten; as a number while that is short. */
  private static String label(double power) {
    return power >= -3 && power < 4
        ? String.valueOf(power < 0 ? Math.pow(10, power) : Math.round(Math.pow(10, power)))
        : "10^" + Math.round(power);
  }

  private double x(double power) {
    return LEFT + (WIDTH - LEFT - RIGHT) * (power - lowX) / (highX - lowX);
  }

  private double y(double power) {
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (power - lowY) / (highY - lowY);
  }

  private void grid(double x1, double y1, double x2, double y2) {
    line("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>", x1, y1, x2, y2);
  }

  private void text(double x, double y, String anchor, String content) {
    line("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, content);
  }

  private void line(String format, Object... arguments) {
    out.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}
