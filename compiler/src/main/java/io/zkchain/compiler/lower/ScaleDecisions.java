package io.zkchain.compiler.lower;

import io.zkchain.compiler.quantize.RealRange;
import io.zkchain.compiler.quantize.Scale;
import io.zkchain.compiler.quantize.Target;
import io.zkchain.compiler.quantize.TargetChooser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** The scales of rounded values and of function tables while a circuit is lowered. */
public final class ScaleDecisions {
  private final LoweringSettings settings;
  private final TargetChooser widest;
  private TargetChooser chooser;
  private final Map<String, Integer> requestedExponents = new TreeMap<>();
  private final Map<String, Target> decided = new HashMap<>();

  ScaleDecisions(LoweringSettings settings) {
    this.settings = settings;
    this.widest = chooser(settings.bits());
    this.chooser = widest;
  }

  private TargetChooser chooser(int bits) {
    return new TargetChooser(Math.min(bits, settings.bits()), settings.saturate());
  }

  /** What follows belongs to a node with these outputs, or to an input of this name. */
  void begin(List<String> values) {
    chooser =
        values.stream()
            .map(settings.bitsOf()::get)
            .filter(Objects::nonNull)
            .min(Integer::compare)
            .map(this::chooser)
            .orElse(widest);
  }

  /** Of the current node. */
  public TargetChooser chooser() {
    return chooser;
  }

  // The bits of the node that makes a value go before those of the node that has it rounded.
  private TargetChooser chooserOf(String value) {
    Integer own = settings.bitsOf().get(value);
    return own == null ? chooser : chooser(own);
  }

  /** The calibrated range of a value; its bound where calibration did not see it. */
  public RealRange seen(QTensor tensor) {
    RealRange seen = settings.ranges().get(tensor.name());
    double unit = tensor.scale().toDouble();
    return seen != null
        ? seen
        : new RealRange(tensor.range().lo() * unit, tensor.range().hi() * unit);
  }

  /** The calibrated range of a value, if calibration saw it. */
  public Optional<RealRange> seen(String value) {
    return Optional.ofNullable(settings.ranges().get(value));
  }

  /**
   * The scale to which a value will be rounded; the first answer for a name stays.
   *
   * @param bound bound on the absolute real value
   */
  public Target target(String name, RealRange seen, double bound, Scale odd) {
    return decided.computeIfAbsent(name, key -> chooserOf(name).choose(seen, bound, odd));
  }

  /** As {@link #target(String, RealRange, double, Scale)} for a value that exists. */
  public Target target(QTensor value) {
    double bound = value.range().magnitude() * value.scale().toDouble();
    return target(value.name(), seen(value), bound, value.scale().oddPart());
  }

  /**
   * The exponent of a function table's input unit: the smallest that any node asks for.
   *
   * @param wanted what this node asks for
   */
  public int functionExponent(String key, int wanted) {
    requestedExponents.merge(key, wanted, Math::min);
    return Math.min(wanted, settings.plan().functionExponents().getOrDefault(key, wanted));
  }

  Map<String, Integer> requestedExponents() {
    return requestedExponents;
  }
}
