package io.zkchain.compiler.graph.shape;

import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shape rules by operator. Immutable. */
public final class ShapeRules {

  private record Entry(int minInputs, int maxInputs, ShapeRule rule) {}

  private static final ShapeRules STANDARD = buildStandard();

  private final Map<String, Entry> entries;

  private ShapeRules(Map<String, Entry> entries) {
    this.entries = Map.copyOf(entries);
  }

  /** The rules for all operators that are known here. */
  public static ShapeRules standard() {
    return STANDARD;
  }

  private static ShapeRules buildStandard() {
    Builder builder = new Builder();
    ElementwiseShapes.register(builder);
    MatrixShapes.register(builder);
    ConvolutionShapes.register(builder);
    PoolingShapes.register(builder);
    ReductionShapes.register(builder);
    LayoutShapes.register(builder);
    JoinShapes.register(builder);
    IndexingShapes.register(builder);
    FillShapes.register(builder);
    NormalizationShapes.register(builder);
    RecurrentShapes.register(builder);
    QuantizationShapes.register(builder);
    ResizeShapes.register(builder);
    AttentionShapes.register(builder);
    SpatialShapes.register(builder);
    SignalShapes.register(builder);
    MlShapes.register(builder);
    return new ShapeRules(builder.entries);
  }

  /** Whether the node's operator has a rule. */
  public boolean covers(Node node) {
    return entries.containsKey(node.operator());
  }

  /**
   * The types of the node's outputs, at least as many as the node has.
   *
   * @throws io.zkchain.compiler.error.ModelException if the inputs do not fit the operator, a shape
   *     depends on data, or there is no rule
   */
  public List<TensorType> infer(Node node, NodeInputs inputs) {
    Entry entry = entries.get(node.operator());
    if (entry == null) {
      throw new UnsupportedModelException(node.describe() + ": no shape rule for this operator");
    }
    int count = node.inputs().size();
    if (count < entry.minInputs || count > entry.maxInputs) {
      throw node.invalid(
          "has %d inputs, %d to %d are allowed".formatted(count, entry.minInputs, entry.maxInputs));
    }
    List<TensorType> types;
    try {
      types = entry.rule.infer(node, inputs);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new UnsupportedModelException(node.describe() + ": " + e.getMessage(), e);
    }
    if (node.outputs().size() > types.size()) {
      throw node.invalid(
          "has %d outputs, at most %d are known".formatted(node.outputs().size(), types.size()));
    }
    return types;
  }

  /** Collects rules; an operator of another domain is named with its domain. */
  static final class Builder {
    private final Map<String, Entry> entries = new HashMap<>();

    void add(String operator, int minInputs, int maxInputs, ShapeRule rule) {
      if (entries.put(operator, new Entry(minInputs, maxInputs, rule)) != null) {
        throw new IllegalStateException("two shape rules for " + operator);
      }
    }
  }
}
