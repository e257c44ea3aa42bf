package io.zkchain.compiler.operators;

import io.zkchain.compiler.graph.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All operators that can be compiled. */
public final class Operators {
  private static final List<OperatorFamily> FAMILIES =
      List.of(
          new Folded(),
          new ControlFlow(),
          new Layout(),
          new Selections(),
          new Movement(),
          new Indexing(),
          new Scattering(),
          new CacheUpdates(),
          new OneHotOperator(),
          new Ranking(),
          new Casts(),
          new Comparisons(),
          new Logic(),
          new Extremes(),
          new Magnitudes(),
          new Roundings(),
          new Divisions(),
          new Bitwise(),
          new Quantization(),
          new QuantizedLayers(),
          new Elementwise(),
          new Reductions(),
          new NormReductions(),
          new MatrixProducts(),
          new EinsumOperator(),
          new Convolutions(),
          new TransposedConvolutions(),
          new Resizing(),
          new Signals(),
          new GridSampling(),
          new RegionSampling(),
          new Geometry(),
          new Normalizations(),
          new StandardScores(),
          new Pooling(),
          new LpPooling(),
          new LocalResponse(),
          new Activations(),
          new UnaryFunctions(),
          new Powers(),
          new SoftmaxOperator(),
          new ClassicalModels(),
          new Trees(),
          new Recurrent(),
          new Expansions());

  private static final OperatorFamily EXPRESSIONS = new Expressions();

  private static final Map<String, OperatorFamily> BY_TYPE = byType();

  private Operators() {}

  private static Map<String, OperatorFamily> byType() {
    Map<String, OperatorFamily> map = new LinkedHashMap<>();
    for (OperatorFamily family : FAMILIES) {
      family.entries().forEach(entry -> map.put(entry.operator(), family));
    }
    return Map.copyOf(map);
  }

  public static List<OperatorFamily> families() {
    return FAMILIES;
  }

  /** The family of an operator (with its domain, where that is not ai.onnx). */
  public static Optional<OperatorFamily> family(String operator) {
    return operator.equals(Expressions.OPERATOR)
        ? Optional.of(EXPRESSIONS)
        : Optional.ofNullable(BY_TYPE.get(operator));
  }

  /** Why a node cannot be compiled, or empty if it can. */
  public static Optional<String> reasonAgainst(Node node) {
    return family(node.operator())
        .map(family -> family.refuse(node))
        .orElseGet(() -> Optional.of(Refusals.reason(node.operator()).orElse(unknown(node))));
  }

  private static String unknown(Node node) {
    return node.domain().isEmpty() || node.domain().equals(Node.ML_DOMAIN)
        ? "is no operator of ONNX that has a circuit; docs/operators.md lists those"
        : "custom domain '%s': only ai.onnx and ai.onnx.ml have circuits; give what it computes as a"
                .formatted(node.domain())
            + " function of the model, or as an input";
  }
}
