package io.zkchain.compiler.gadgets;

import io.zkchain.circuit.Cell;
import io.zkchain.circuit.PublicTensor;
import io.zkchain.circuit.Shape;
import io.zkchain.compiler.lower.Committed;
import io.zkchain.compiler.lower.LoweredProgram;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.LoweringSettings;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import io.zkchain.compiler.quantize.ScalePlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes cells, weights, sums and products, both virtual and as plain integers. */
final class TwinSource {
  private static final int BITS = 14;

  private final Random random;
  private final Lowering l;
  private final Map<Integer, long[]> inputs = new HashMap<>();
  private final List<String> story = new ArrayList<>();
  private int names;

  TwinSource(long seed) {
    this.random = new Random(seed);
    this.l = new Lowering(new LoweringSettings(BITS, BITS - 1, false, Map.of(), ScalePlan.empty()));
    l.begin("seed (" + seed + ")");
  }

  Random random() {
    return random;
  }

  Lowering lowering() {
    return l;
  }

  /** The evaluation's inputs by buffer. */
  Map<Integer, long[]> inputs() {
    return inputs;
  }

  void tell(String event) {
    story.add(event);
  }

  @Override
  public String toString() {
    return String.join(", ", story);
  }

  String name(String kind) {
    return kind + names++;
  }

  /** Publishes a result and ends the program. */
  LoweredProgram finish(Twin result) {
    int size = result.values().length;
    QTensor flat = Arithmetic.reshape(l, "result", result.tensor(), new int[] {size});
    l.publish("result", PublicTensor.Role.OUTPUT, flat, size == 1 ? Shape.of() : Shape.of(size));
    return l.finish();
  }

  Twin cells(int[] dims) {
    long[] values = integers(Arithmetic.volume(dims), 50);
    int buffer = l.input();
    inputs.put(buffer, values);
    Committed rows = l.pair(name("x"), dims, l.identity(), buffer);
    story.add("cells " + Arrays.toString(dims));
    Interval range = new Interval(-50, 50);
    return new Twin(l.read(rows, Cell.A, name("x"), dims, Scale.ONE, range), values);
  }

  Twin fixed(int[] dims) {
    long[] values = integers(Arithmetic.volume(dims), 5);
    return new Twin(l.fixed(name("w"), dims, values, Scale.ONE), values);
  }

  private long[] integers(int count, int magnitude) {
    return random.longs(count, -magnitude, magnitude + 1L).toArray();
  }

  Twin sum(Twin x, Twin y) {
    QTensor sum = Arithmetic.sum(l, name("p"), List.of(x.tensor(), y.tensor()), List.of(1L, 1L));
    int[] a = Arithmetic.broadcastOffsets(x.dims(), sum.dims());
    int[] b = Arithmetic.broadcastOffsets(y.dims(), sum.dims());
    long[] values = new long[sum.size()];
    Arrays.setAll(values, i -> x.values()[a[i]] + y.values()[b[i]]);
    return new Twin(sum, values);
  }

  Twin product(Twin x) {
    int[] dims = x.dims();
    for (int k = 0; k < dims.length; k++) {
      dims[k] = random.nextInt(3) == 0 ? 1 : dims[k];
    }
    Twin w = random.nextBoolean() ? cells(dims) : fixed(dims);
    int[] labels = new int[dims.length];
    Arrays.setAll(labels, k -> k);
    QTensor product =
        Arithmetic.contract(
            l,
            name("m"),
            x.tensor(),
            labels,
            w.tensor(),
            labels,
            x.dims(),
            labels,
            x.tensor().range().times(w.tensor().range()),
            new EinsumKernel(x.tensor(), labels, w.tensor(), labels, x.dims(), labels));
    int[] b = Arithmetic.broadcastOffsets(dims, x.dims());
    long[] values = new long[x.values().length];
    Arrays.setAll(values, i -> x.values()[i] * w.values()[b[i]]);
    story.add("times " + Arrays.toString(dims));
    return new Twin(product, values);
  }
}
