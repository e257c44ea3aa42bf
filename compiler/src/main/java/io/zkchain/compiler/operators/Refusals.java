package io.zkchain.compiler.operators;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Operators that can have no circuit, and why: what a user reads, and the page of operators. */
final class Refusals {
  private static final String RANDOM =
      "its output is random: a proof is about a function of its inputs; draw the values outside and"
          + " make them an input";
  private static final String SHAPE =
      "the shape of its output depends on data: a circuit has fixed shapes; compute it outside, or"
          + " use a mask of fixed shape";
  private static final String STRINGS = "strings have no circuit: map them to numbers outside";
  private static final String SEQUENCES =
      "sequences, optionals and maps have no circuit: use one tensor, or several values";
  private static final String TRAINING =
      "belongs to training: export the model for inference, without its loss and optimiser";

  private static final Map<String, String> REASONS = reasons();

  private Refusals() {}

  private static Map<String, String> reasons() {
    Map<String, String> map = new TreeMap<>();
    add(
        map,
        RANDOM,
        "RandomNormal RandomNormalLike RandomUniform RandomUniformLike Bernoulli Multinomial");
    add(map, SHAPE, "NonZero Unique Compress NonMaxSuppression");
    add(
        map,
        STRINGS,
        "StringNormalizer StringConcat StringSplit RegexFullMatch TfIdfVectorizer"
            + " ai.onnx.ml.CategoryMapper ai.onnx.ml.DictVectorizer");
    add(
        map,
        SEQUENCES,
        "SequenceEmpty SequenceConstruct SequenceInsert SequenceErase SequenceAt SequenceLength"
            + " SequenceMap SplitToSequence ConcatFromSequence Optional OptionalGetElement"
            + " OptionalHasElement ai.onnx.ml.CastMap");
    add(map, TRAINING, "NegativeLogLikelihoodLoss SoftmaxCrossEntropyLoss");
    add(
        map,
        TRAINING,
        "ai.onnx.preview.training.Adagrad ai.onnx.preview.training.Adam"
            + " ai.onnx.preview.training.Gradient ai.onnx.preview.training.Momentum");
    add(map, "decodes a compressed file: give its pixels as an input", "ImageDecoder");
    add(map, "has no circuit: use RoiAlign with mode avg", "MaxRoiPool");
    add(map, "has no circuit: use Exp of the CumSum of Log", "CumProd");
    add(map, "has no circuit: a circuit's integers do not have the bits of a float", "BitCast");
    return Map.copyOf(map);
  }

  private static void add(Map<String, String> map, String reason, String operators) {
    for (String operator : List.of(operators.split(" "))) {
      map.put(operator, reason);
    }
  }

  /** Why no node of an operator can be compiled, if so. */
  static Optional<String> reason(String operator) {
    return Optional.ofNullable(REASONS.get(operator));
  }

  /** All reasons by operator, in order. */
  static Map<String, String> all() {
    return new TreeMap<>(REASONS);
  }
}
