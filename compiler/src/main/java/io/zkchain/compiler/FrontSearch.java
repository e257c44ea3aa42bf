package io.zkchain.compiler;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.Shape;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.lower.FrontPoint;
import io.zkchain.compiler.lower.LookupTable;
import io.zkchain.compiler.lower.LoweringSettings;
import io.zkchain.compiler.lower.Placement;
import io.zkchain.compiler.operators.GraphLowering;
import io.zkchain.compiler.quantize.RealRange;
import io.zkchain.compiler.quantize.ScalePlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Places the model at every sensible n and keeps the best.
 *
 * <p>At each n the function tables are as wide as is free: the most bits B (12 to 16) and then the
 * largest shift s at which all tables still fit as many table lanes as the smallest ones would.
 * Where columns are long enough, more bits are tried, too, and taken if they cost hardly more.
 */
final class FrontSearch {
  private static final int SMALLEST = 6;
  private static final int LARGEST = 20;
  private static final int PATIENCE = 2;
  private static final int LEAST_BITS = 12;
  private static final int MOST_BITS = 16;
  private static final int LEAST_SHIFT = 10;
  private static final int MOST_SHIFT = 14;

  /** One placed circuit. */
  record Candidate(GraphLowering.Result lowered, Circuit circuit, FrontPoint point) {}

  private final Graph graph;
  private final CompileOptions options;
  private final Map<String, RealRange> ranges;
  private final Map<String, Integer> bitsOf;
  private final int leastBits;
  private final Map<List<Integer>, GraphLowering.Result> lowerings = new HashMap<>();
  private final List<FrontPoint> front = new ArrayList<>();
  private String obstacle = "its tables are longer than a column";

  /**
   * @param bitsOf bits of single values, see {@link NodeBits}
   */
  FrontSearch(
      Graph graph,
      CompileOptions options,
      Map<String, RealRange> ranges,
      Map<String, Integer> bitsOf) {
    this.graph = graph;
    this.options = options;
    this.ranges = ranges;
    this.bitsOf = bitsOf;
    this.leastBits =
        bitsOf.values().stream().reduce(LEAST_BITS, Math::max); // some table must have them
  }

  /** All candidates, by n. */
  List<FrontPoint> front() {
    return List.copyOf(front);
  }

  /**
   * The best candidate by the options' objective.
   *
   * @throws UnsupportedModelException if no n fits
   */
  Candidate best() {
    Candidate best = null;
    int worse = 0;
    int first = options.logRows().orElse(SMALLEST);
    int last = options.logRows().orElse(LARGEST);
    for (int n = first; n <= last; n++) {
      Candidate candidate = at(n);
      if (candidate == null) {
        continue;
      }
      front.add(candidate.point());
      if (best == null || options.objective().prefers(candidate.point(), best.point())) {
        best = candidate;
        worse = 0;
      } else {
        worse++;
      }
      if (candidate.point().lanes() == 1 && worse >= PATIENCE) {
        break; // fewer columns no longer pay for longer ones
      }
    }
    if (best == null) {
      throw new UnsupportedModelException(
          "the model fits no circuit of 2^%d to 2^%d rows: %s".formatted(first, last, obstacle));
    }
    return best;
  }

  /**
   * Of the candidates with function tables of any width, in columns as long or longer, the best of
   * those that are close enough; the given one if that is close enough itself, or none is, or the
   * user chose the bits.
   */
  Candidate closeEnough(Candidate best, Predicate<Candidate> isClose) {
    if (options.bits().isPresent() || isClose.test(best)) {
      return best;
    }
    Map<GraphLowering.Result, Boolean> known = new IdentityHashMap<>(); // whatever n is
    known.put(best.lowered(), false);
    Candidate closer = null;
    int first = best.circuit().logRows();
    int last = options.logRows().orElse(Math.max(first, MOST_BITS + 1));
    for (int n = first; n <= last; n++) {
      for (int bits = leastBits; bits <= MOST_BITS; bits++) {
        Candidate other = at(n, bits, lowered(leastBits, LEAST_SHIFT));
        if (other != null
            && (other.point().deployable() || !best.point().deployable())
            && (closer == null || options.objective().prefers(other.point(), closer.point()))
            && known.computeIfAbsent(other.lowered(), key -> isClose.test(other))) {
          closer = other;
        }
      }
    }
    if (closer == null) {
      return best;
    }
    int n = closer.circuit().logRows();
    front.removeIf(point -> point.logRows() == n);
    front.add(closer.point());
    front.sort(Comparator.comparingInt(FrontPoint::logRows));
    return closer;
  }

  private @Nullable Candidate at(int n) {
    int bits = options.bits().orElse(leastBits);
    GraphLowering.Result probe = lowered(bits, LEAST_SHIFT);
    int floor = tableLanes(probe, bits, LEAST_SHIFT, n);
    if (floor == 0) {
      return null;
    }
    while (options.bits().isEmpty()
        && bits < MOST_BITS
        && tableLanes(probe, bits + 1, LEAST_SHIFT, n) == floor) {
      bits++;
    }
    Candidate best = at(n, bits, probe);
    if (options.bits().isPresent() || n <= MOST_BITS) {
      return best;
    }
    // More bits need fewer limbs: where there are many, that is worth more table lanes.
    for (int more = bits + 1; more <= MOST_BITS; more++) {
      Candidate wider = at(n, more, probe);
      if (best == null
          || (wider != null && options.objective().accepts(wider.point(), best.point()))) {
        best = wider;
      }
    }
    return best;
  }

  private @Nullable Candidate at(int n, int wanted, GraphLowering.Result probe) {
    int bits = wanted;
    int floor = tableLanes(probe, bits, LEAST_SHIFT, n);
    int shift = LEAST_SHIFT;
    while (shift < MOST_SHIFT && tableLanes(probe, bits, shift + 1, n) == floor) {
      shift++;
    }
    // The estimate may miss tables that only wider ones need.
    Candidate candidate = place(n, bits, shift);
    while (candidate == null && options.bits().isEmpty() && bits > leastBits) {
      bits--;
      shift = Math.min(shift, bits);
      candidate = place(n, bits, shift);
    }
    while (candidate == null && shift > LEAST_SHIFT) {
      shift--;
      candidate = place(n, bits, shift);
    }
    return candidate;
  }

  private @Nullable Candidate place(int n, int bits, int shift) {
    try {
      GraphLowering.Result lowered = lowered(bits, shift);
      boolean secret = options.parameters() == Visibility.PRIVATE;
      Circuit circuit = Placement.place(lowered.program(), n, secret);
      return new Candidate(lowered, circuit, FrontPoint.of(circuit, bits, shift));
    } catch (IllegalArgumentException e) {
      obstacle = String.valueOf(e.getMessage()); // a table or an axis is longer than a column
      return null;
    } catch (UnsupportedModelException e) {
      if (options.bits().isPresent()) {
        throw e;
      }
      return null; // with so many bits; fewer may do
    }
  }

  /** The program of a candidate if other single values had other bits. */
  GraphLowering.Result loweredWith(Map<String, Integer> others, Candidate candidate) {
    LoweringSettings settings = candidate.lowered().settings();
    return lower(settings.bits(), settings.shift(), others);
  }

  private GraphLowering.Result lowered(int bits, int shift) {
    return lowerings.computeIfAbsent(List.of(bits, shift), key -> lower(bits, shift, bitsOf));
  }

  private GraphLowering.Result lower(int bits, int shift, Map<String, Integer> single) {
    boolean saturate = options.overflow() == Overflow.SATURATE;
    return GraphLowering.lower(
        graph,
        new LoweringSettings(bits, shift, saturate, ranges, ScalePlan.empty(), single),
        options.inputs() == Visibility.PUBLIC,
        options.outputs() == Visibility.PUBLIC);
  }

  // Table lanes that the probe's tables would take at other widths; 0 if they do not fit.
  private static int tableLanes(GraphLowering.Result probe, int bits, int shift, int n) {
    long rows = 0;
    int probeBits = probe.settings().bits();
    int probeShift = probe.settings().shift();
    for (LookupTable table : probe.program().tables()) {
      int own = Shape.bitsFor(table.size());
      if (own >= probeBits) {
        own += bits - probeBits; // grows with the function tables
      } else if (table.size() == 1 << probeShift) {
        own = shift;
      }
      boolean lastIsEntry = Integer.bitCount(table.size()) == 1;
      if (own > n || (own == n && lastIsEntry)) {
        return 0;
      }
      rows += 1L << own;
    }
    return (int) ((rows + (1L << n) - 1) >> n);
  }
}
