package io.zkchain.compiler.lower;

import io.zkchain.circuit.AxisPart;
import io.zkchain.circuit.Shape;
import java.util.ArrayList;
import java.util.List;

/** Cuts a tensor's box into aligned power-of-two boxes. */
final class Pieces {
  private static final int MOST_PARTS = 3;
  private static final double GAIN_PER_PART = 0.07;

  private Pieces() {}

  /**
   * @param cut whether axes may be cut (784 = 512 + 256 + 16) instead of padded
   * @param limit largest log2 size of a box whose last cell is valid
   * @param padded largest log2 size of a box whose last cell is padding
   */
  static List<List<AxisPart>> of(Shape shape, boolean cut, int limit, int padded) {
    List<List<AxisPart>> boxes = new ArrayList<>(List.of(List.of()));
    for (int axis = 0; axis < shape.rank(); axis++) {
      List<AxisPart> parts =
          cut ? parts(shape.size(axis)) : List.of(new AxisPart(0, shape.bits(axis)));
      List<List<AxisPart>> longer = new ArrayList<>();
      for (List<AxisPart> box : boxes) {
        for (AxisPart part : parts) {
          List<AxisPart> more = new ArrayList<>(box);
          more.add(part);
          longer.add(more);
        }
      }
      boxes = longer;
    }
    List<List<AxisPart>> out = new ArrayList<>();
    for (List<AxisPart> box : boxes) {
      halve(shape, box, limit, padded, out);
    }
    return out;
  }

  // Halves the box at its first axis until it fits; halves without a valid cell vanish.
  private static void halve(
      Shape shape, List<AxisPart> box, int limit, int padded, List<List<AxisPart>> out) {
    for (int axis = 0; axis < box.size(); axis++) {
      if (box.get(axis).base() >= shape.size(axis)) {
        return;
      }
    }
    if (bits(box) <= (lastIsPadding(shape, box) ? padded : limit)) {
      out.add(box);
      return;
    }
    int axis = 0;
    while (box.get(axis).bits() == 0) {
      axis++;
    }
    AxisPart part = box.get(axis);
    for (int half = 0; half < 2; half++) {
      List<AxisPart> smaller = new ArrayList<>(box);
      int size = part.bits() - 1;
      smaller.set(axis, new AxisPart(part.base() + (half << size), size));
      halve(shape, smaller, limit, padded, out);
    }
  }

  static int bits(List<AxisPart> box) {
    return box.stream().mapToInt(AxisPart::bits).sum();
  }

  static boolean lastIsPadding(Shape shape, List<AxisPart> box) {
    for (int axis = 0; axis < box.size(); axis++) {
      AxisPart part = box.get(axis);
      if (part.base() + (1 << part.bits()) > shape.size(axis)) {
        return true;
      }
    }
    return false;
  }

  /** An axis in at most three parts, each further one worth 7 % of padding. */
  static List<AxisPart> parts(int size) {
    List<AxisPart> best = List.of(new AxisPart(0, Shape.bitsFor(size)));
    for (int count = 2; count <= MOST_PARTS; count++) {
      List<AxisPart> parts = new ArrayList<>();
      int base = 0;
      while (size - base > 0 && parts.size() < count - 1) {
        int bits = 31 - Integer.numberOfLeadingZeros(size - base);
        parts.add(new AxisPart(base, bits));
        base += 1 << bits;
      }
      if (size - base > 0) {
        parts.add(new AxisPart(base, Shape.bitsFor(size - base)));
      }
      double gain = GAIN_PER_PART * (parts.size() - best.size());
      if (cells(parts) < cells(best) * (1 - gain)) {
        best = parts;
      }
    }
    return best;
  }

  private static int cells(List<AxisPart> parts) {
    return parts.stream().mapToInt(p -> 1 << p.bits()).sum();
  }
}
