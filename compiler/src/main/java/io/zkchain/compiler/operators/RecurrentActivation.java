package io.zkchain.compiler.operators;

import io.zkchain.compiler.lower.LookupTable;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.quantize.Scale;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/**
 * An activation of a recurrent operator, after its clip.
 *
 * @param bound on its absolute values; infinite if it has none
 */
record RecurrentActivation(String key, DoubleUnaryOperator f, double bound) {

  /**
   * @param alpha NaN for the activation's default
   * @param beta likewise
   * @param clip bound on the inputs, infinite if there is none
   * @throws IllegalArgumentException if the activation is not known
   */
  static RecurrentActivation of(String name, double alpha, double beta, double clip) {
    RecurrentActivation plain = plain(name.toLowerCase(Locale.ROOT), alpha, beta);
    if (Double.isInfinite(clip)) {
      return plain;
    }
    double largest =
        Math.max(Math.abs(plain.f.applyAsDouble(clip)), Math.abs(plain.f.applyAsDouble(-clip)));
    return new RecurrentActivation(
        plain.key + " within " + clip,
        v -> plain.f.applyAsDouble(Math.clamp(v, -clip, clip)),
        Math.min(plain.bound, largest));
  }

  private static double or(double value, double otherwise) {
    return Double.isNaN(value) ? otherwise : value;
  }

  private static RecurrentActivation plain(String name, double alpha, double beta) {
    double none = Double.POSITIVE_INFINITY;
    return switch (name) {
      case "sigmoid" -> new RecurrentActivation(name, v -> 1 / (1 + StrictMath.exp(-v)), 1);
      case "tanh" -> new RecurrentActivation(name, StrictMath::tanh, 1);
      case "softsign" -> new RecurrentActivation(name, v -> v / (1 + Math.abs(v)), 1);
      case "relu" -> new RecurrentActivation(name, v -> Math.max(0, v), none);
      case "softplus" ->
          new RecurrentActivation(
              name, v -> v > 30 ? v : StrictMath.log1p(StrictMath.exp(v)), none);
      case "hardsigmoid" -> {
        double a = or(alpha, 0.2);
        double b = or(beta, 0.5);
        yield new RecurrentActivation(name + a + " " + b, v -> Math.clamp(a * v + b, 0.0, 1.0), 1);
      }
      case "scaledtanh" -> {
        double a = or(alpha, 1);
        double b = or(beta, 1);
        yield new RecurrentActivation(
            name + a + " " + b, v -> a * StrictMath.tanh(b * v), Math.abs(a));
      }
      case "affine" -> {
        double a = or(alpha, 1);
        double b = or(beta, 0);
        yield new RecurrentActivation(name + a + " " + b, v -> a * v + b, none);
      }
      case "leakyrelu" -> {
        double a = or(alpha, 0.01);
        yield new RecurrentActivation(name + a, v -> v >= 0 ? v : a * v, none);
      }
      case "thresholdedrelu" -> {
        double a = or(alpha, 1);
        yield new RecurrentActivation(name + a, v -> v > a ? v : 0, none);
      }
      case "elu" -> {
        double a = or(alpha, 1);
        yield new RecurrentActivation(name + a, v -> v >= 0 ? v : a * StrictMath.expm1(v), none);
      }
      default -> throw new IllegalArgumentException(Limit.ACTIVATION.reason(name));
    };
  }

  /** Its table from a scale to a scale. */
  LookupTable table(Lowering l, Scale in, Scale out) {
    double unit = in.toDouble();
    double outUnit = out.toDouble();
    long limit = l.chooser().limit();
    return l.function(
        l.keyOfBits("recurrent %s from %s to %s".formatted(key, in, out)),
        l.domain(),
        q ->
            Math.clamp(
                (long) Math.floor(f.applyAsDouble(q * unit) / outUnit + 0.5), -limit, limit));
  }

  /** The finest scale of its values. */
  Scale unit(Lowering l, double largest) {
    long limit = l.chooser().limit();
    double fitting = Math.min(bound, largest) * limit / (limit + 1);
    return Scale.powerOfTwo(-l.chooser().finest(fitting, Scale.ONE, 1));
  }
}
