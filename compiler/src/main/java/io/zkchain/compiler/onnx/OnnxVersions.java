package io.zkchain.compiler.onnx;

import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.graph.Node;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The format and operator set versions that are read. ONNX 1.23 has IR 14, ai.onnx 28 and
 * ai.onnx.ml 5; before IR 3 a file does not say which operator sets it uses, and before ai.onnx 7
 * broadcasting follows other rules.
 */
public final class OnnxVersions {

  /** What is said of other operator sets: domain, version, least and largest that are read. */
  public static final String LIMIT =
      "%s opset %s is not supported (%s to %s are): export the model with another opset";

  static final int MIN_IR = 3;
  static final int MAX_IR = 14;
  static final int MIN_OPSET = 7;
  static final int MAX_OPSET = 28;
  static final int MAX_ML_OPSET = 5;

  private OnnxVersions() {}

  static void checkIr(long version) {
    if (version < MIN_IR || version > MAX_IR) {
      throw new UnsupportedModelException(
          "ONNX IR version %d is not supported (%d to %d are)".formatted(version, MIN_IR, MAX_IR));
    }
  }

  static void checkOpsets(Map<String, Integer> opsets) {
    check("ai.onnx", opsets.get(""), MIN_OPSET, MAX_OPSET);
    check(Node.ML_DOMAIN, opsets.get(Node.ML_DOMAIN), 1, MAX_ML_OPSET);
  }

  private static void check(String domain, @Nullable Integer version, int min, int max) {
    if (version != null && (version < min || version > max)) {
      throw new UnsupportedModelException(LIMIT.formatted(domain, version, min, max));
    }
  }
}
