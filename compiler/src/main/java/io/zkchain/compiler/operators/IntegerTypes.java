package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Wrap;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;

/**
 * Integer arithmetic of ONNX wraps around; circuits compute in whole numbers. Where the bounds
 * cannot show that both agree, the node is refused rather than proven wrongly.
 */
final class IntegerTypes {

  private IntegerTypes() {}

  /** The values of an integer type, those of 64 bits cut at 2^63 - 1. */
  static Interval values(DataType type) {
    int bits = 8 * type.bytes();
    if (type.isUnsigned()) {
      return new Interval(0, bits == 64 ? Long.MAX_VALUE : (1L << bits) - 1);
    }
    return bits == 64
        ? new Interval(Long.MIN_VALUE, Long.MAX_VALUE)
        : new Interval(-(1L << (bits - 1)), (1L << (bits - 1)) - 1);
  }

  /**
   * The result of the node in its output type: as it is where the type holds all values that it can
   * have, else wrapped around as ONNX's integers do.
   *
   * @throws io.zkchain.compiler.error.UnsupportedModelException if a type of 64 bits may wrap
   *     around
   */
  static QTensor wrapped(OperatorContext c, QTensor result) {
    DataType type = c.outputType().dtype();
    if (!type.isInteger() || values(type).contains(result.range()) || type.bytes() == 8) {
      return requireNoWrap(c, result);
    }
    return Wrap.of(c.lowering(), c.name(), result, values(type));
  }

  /**
   * The result of the node, if its output type holds all values that it can have.
   *
   * @throws io.zkchain.compiler.error.UnsupportedModelException if it may wrap around
   */
  static QTensor requireNoWrap(OperatorContext c, QTensor result) {
    DataType type = c.outputType().dtype();
    if (type.isInteger() && !values(type).contains(result.range())) {
      throw c.unsupported(Limit.WRAP, result.range().lo(), result.range().hi(), type);
    }
    return result;
  }
}
