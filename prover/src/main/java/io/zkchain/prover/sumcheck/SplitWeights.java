package io.zkchain.prover.sumcheck;

import io.zkchain.circuit.Block;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.Kernels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The weights of one column as a short sum of products of a function of the row's high bits and one
 * of its low bits: V(high, low) = sum_k {@link #high}_k(high) {@link #low}_k(low).
 *
 * <p>Products of vectors over a block's axes fall apart in this way, where an axis is cut as long
 * as its vector is a product, too (as eq is). Blocks smaller than the low part are added up as they
 * are.
 */
final class SplitWeights {
  /** With more products than this, a table of all rows costs less. */
  private static final int MOST = 48;

  private final int lowBits;
  private final List<FrVector> low = new ArrayList<>();
  private final List<FrVector> high = new ArrayList<>();
  private final int highSize;

  private SplitWeights(int variables, int lowBits) {
    this.lowBits = lowBits;
    this.highSize = 1 << variables - lowBits;
  }

  /** Splits, or returns null if there would be too many products. */
  static @Nullable SplitWeights of(List<SecondWeights.Placed> blocks, int variables, int lowBits) {
    SplitWeights split = new SplitWeights(variables, lowBits);
    Map<Integer, FrVector> windows = new HashMap<>();
    for (SecondWeights.Placed placed : blocks) {
      if (placed.block().bits() <= lowBits) {
        split.addSmall(placed, windows);
      } else {
        split.addLarge(placed);
      }
      if (split.low.size() + windows.size() > MOST) {
        return null;
      }
    }
    windows.forEach((window, values) -> {
      split.low.add(values);
      FrVector indicator = new FrVector(split.highSize);
      indicator.set(window, Fr.ONE);
      split.high.add(indicator);
    });
    return split;
  }

  /** The factors over low bits. */
  List<FrVector> low() {
    return low;
  }

  /** The factors over high bits. */
  List<FrVector> high() {
    return high;
  }

  private void addSmall(SecondWeights.Placed placed, Map<Integer, FrVector> windows) {
    Block block = placed.block();
    FrVector[] local = placed.weights().local(block);
    FrVector product = ProductWeights.outer(local, 0, local.length, placed.weights().scale());
    FrVector window =
        windows.computeIfAbsent(block.offset() >> lowBits, key -> new FrVector(1 << lowBits));
    int at = window.offset(block.offset() & (1 << lowBits) - 1);
    Kernels.fr().add(window.limbs(), at, product.limbs(), 0, window.limbs(), at, product.size());
  }

  private void addLarge(SecondWeights.Placed placed) {
    Block block = placed.block();
    FrVector[] local = placed.weights().local(block);
    int axis = local.length; // the first whose bits are all low
    int bits = 0;
    while (bits + block.parts().get(axis - 1).bits() <= lowBits) {
      bits += block.parts().get(--axis).bits();
    }
    FrVector tail = ProductWeights.outer(local, axis, local.length, Fr.ONE);
    FrVector upper = ProductWeights.outer(local, 0, axis - 1, placed.weights().scale());
    FrVector cut = local[axis - 1];
    int width = 1 << lowBits - bits;
    int window = block.offset() >> lowBits;
    int pivot = firstRow(cut, width);
    if (pivot < 0) {
      return;
    }
    FrVector ratios = ratios(cut, width, pivot);
    if (ratios != null) {
      add(row(cut, width, pivot), tail, upper, ratios, window);
      return;
    }
    for (int j = 0; j < cut.size() / width; j++) {
      FrVector only = new FrVector(cut.size() / width);
      only.set(j, Fr.ONE);
      add(row(cut, width, j), tail, upper, only, window);
    }
  }

  private static FrVector row(FrVector matrix, int width, int j) {
    return matrix.slice(j * width, width);
  }

  /** The first row that is not all 0, or -1. */
  private static int firstRow(FrVector matrix, int width) {
    for (int i = 0; i < matrix.size(); i++) {
      if (!matrix.isZero(i)) {
        return i / width;
      }
    }
    return -1;
  }

  /** The rows' factors if all are multiples of the pivot row, else null. */
  private static @Nullable FrVector ratios(FrVector matrix, int width, int pivot) {
    int column = 0;
    while (matrix.isZero(pivot * width + column)) {
      column++;
    }
    Fr inverse = matrix.get(pivot * width + column).inverse();
    FrVector base = row(matrix, width, pivot);
    FrVector ratios = new FrVector(matrix.size() / width);
    for (int j = 0; j < ratios.size(); j++) {
      Fr ratio = matrix.get(j * width + column).mul(inverse);
      ratios.set(j, ratio);
      if (!ProductWeights.scaled(base, ratio).contentEquals(row(matrix, width, j))) {
        return null;
      }
    }
    return ratios;
  }

  private void add(FrVector lowCut, FrVector tail, FrVector upper, FrVector highCut, int window) {
    FrVector lows = ProductWeights.outer(new FrVector[] {lowCut, tail}, 0, 2, Fr.ONE);
    FrVector highs = ProductWeights.outer(new FrVector[] {upper, highCut}, 0, 2, Fr.ONE);
    int k = 0;
    while (k < low.size() && !low.get(k).contentEquals(lows)) {
      k++;
    }
    if (k == low.size()) {
      low.add(lows);
      high.add(new FrVector(highSize));
    }
    FrVector sum = high.get(k);
    int at = sum.offset(window);
    Kernels.fr().add(sum.limbs(), at, highs.limbs(), 0, sum.limbs(), at, highs.size());
  }
}
