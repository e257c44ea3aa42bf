package io.zkchain.compiler.graph;

import io.zkchain.compiler.error.InvalidModelException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One operator application.
 *
 * @param name unique in the graph; {@code OpType_position} where the model gives none
 * @param domain the operator set, {@code ""} for ai.onnx
 * @param opType the operator
 * @param opset the version of the domain that the model imports, which decides among the operator's
 *     revisions
 * @param inputs value names; {@code ""} marks an optional input that is absent
 * @param outputs value names; {@code ""} marks an optional output that is not wanted
 * @param attributes by name, defaults not filled in
 */
public record Node(
    String name,
    String domain,
    String opType,
    int opset,
    List<String> inputs,
    List<String> outputs,
    Map<String, Attribute> attributes) {

  /** The domain of the classical machine-learning operators. */
  public static final String ML_DOMAIN = "ai.onnx.ml";

  public Node {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /** Whether this is the named operator of ai.onnx. */
  public boolean is(String operator) {
    return domain.isEmpty() && opType.equals(operator);
  }

  /** The operator with its domain where that is not ai.onnx, such as {@code ai.onnx.ml.Scaler}. */
  public String operator() {
    return domain.isEmpty() ? opType : domain + "." + opType;
  }

  /** Whether input {@code index} is given; false beyond the end of the list. */
  public boolean hasInput(int index) {
    return index < inputs.size() && !inputs.get(index).isEmpty();
  }

  /** Whether output {@code index} is wanted; false beyond the end of the list. */
  public boolean hasOutput(int index) {
    return index < outputs.size() && !outputs.get(index).isEmpty();
  }

  /**
   * The name of a required input.
   *
   * @throws InvalidModelException if it is absent
   */
  public String input(int index) {
    if (!hasInput(index)) {
      throw invalid("input " + index + " is missing");
    }
    return inputs.get(index);
  }

  /**
   * The name of a required output.
   *
   * @throws InvalidModelException if it is absent
   */
  public String output(int index) {
    if (!hasOutput(index)) {
      throw invalid("output " + index + " is missing");
    }
    return outputs.get(index);
  }

  public boolean hasAttribute(String attribute) {
    return attributes.containsKey(attribute);
  }

  /** An integer attribute, or its default. */
  public long intAttribute(String attribute, long otherwise) {
    return switch (attributes.get(attribute)) {
      case null -> otherwise;
      case Attribute.IntValue(long value) -> value;
      case Attribute other -> throw wrongKind(attribute, "an integer", other);
    };
  }

  /** A float attribute, or its default. */
  public float floatAttribute(String attribute, float otherwise) {
    return switch (attributes.get(attribute)) {
      case null -> otherwise;
      case Attribute.FloatValue(float value) -> value;
      case Attribute other -> throw wrongKind(attribute, "a float", other);
    };
  }

  /** A string attribute, or its default. */
  public String stringAttribute(String attribute, String otherwise) {
    return switch (attributes.get(attribute)) {
      case null -> otherwise;
      case Attribute.StringValue(String value) -> value;
      case Attribute other -> throw wrongKind(attribute, "a string", other);
    };
  }

  /** A list of integers, if the attribute is given. */
  public Optional<List<Long>> intsAttribute(String attribute) {
    return switch (attributes.get(attribute)) {
      case null -> Optional.empty();
      case Attribute.IntList(List<Long> values) -> Optional.of(values);
      case Attribute other -> throw wrongKind(attribute, "a list of integers", other);
    };
  }

  /** A list of floats, if the attribute is given. */
  public Optional<List<Float>> floatsAttribute(String attribute) {
    return switch (attributes.get(attribute)) {
      case null -> Optional.empty();
      case Attribute.FloatList(List<Float> values) -> Optional.of(values);
      case Attribute other -> throw wrongKind(attribute, "a list of floats", other);
    };
  }

  /** A list of strings, if the attribute is given. */
  public Optional<List<String>> stringsAttribute(String attribute) {
    return switch (attributes.get(attribute)) {
      case null -> Optional.empty();
      case Attribute.StringList(List<String> values) -> Optional.of(values);
      case Attribute other -> throw wrongKind(attribute, "a list of strings", other);
    };
  }

  /** A tensor attribute, if it is given. */
  public Optional<TensorData> tensorAttribute(String attribute) {
    return switch (attributes.get(attribute)) {
      case null -> Optional.empty();
      case Attribute.TensorValue(TensorData value) -> Optional.of(value);
      case Attribute other -> throw wrongKind(attribute, "a tensor", other);
    };
  }

  /** An error about this node, to be thrown by the caller. */
  public InvalidModelException invalid(String problem) {
    return new InvalidModelException(describe() + ": " + problem);
  }

  /** For example {@code node 'conv1' (Conv)}. */
  public String describe() {
    return "node '" + name + "' (" + operator() + ")";
  }

  private InvalidModelException wrongKind(String attribute, String wanted, Attribute found) {
    return invalid(
        "attribute '%s' must be %s, not %s"
            .formatted(attribute, wanted, found.getClass().getSimpleName()));
  }
}
