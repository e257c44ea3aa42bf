package io.zkchain.prover.pairing;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.curve.G2;
import io.zkchain.prover.field.Fq;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The optimal ate pairing on BN254 (Vercauteren 2010; Beuchat et al. 2010), as a check of products
 * like the EVM's precompile at address 8 (EIP-197).
 *
 * <pre>{@code
 * // e(a, [1]_2) = e(b, [tau]_2)
 * boolean equal = Pairing.productIsOne(List.of(a, b.negate()), List.of(G2.GENERATOR, tau));
 * }</pre>
 */
public final class Pairing {
  /** The curve's parameter. */
  private static final BigInteger X = new BigInteger("4965661367192848881");

  private Pairing() {}

  /**
   * Whether {@code prod e(points1[i], points2[i]) = 1}; pairs with infinity count as 1, and so does
   * the empty product.
   */
  public static boolean productIsOne(List<G1> points1, List<G2> points2) {
    return productIsOnePrepared(points1, points2.stream().map(PreparedG2::new).toList());
  }

  /** {@link #productIsOne} with lines that were prepared before. */
  public static boolean productIsOnePrepared(List<G1> points1, List<PreparedG2> points2) {
    return product(points1, points2).equals(Fq12.ONE);
  }

  /** The product of pairings, in the group of order r. */
  static Fq12 product(List<G1> points1, List<PreparedG2> points2) {
    if (points1.size() != points2.size()) {
      throw new IllegalArgumentException(
          points1.size() + " points of G1 for " + points2.size() + " of G2");
    }
    List<Evaluation> pairs = new ArrayList<>();
    for (int i = 0; i < points1.size(); i++) {
      if (!points1.get(i).isInfinity() && !points2.get(i).point().isInfinity()) {
        pairs.add(Evaluation.of(points1.get(i), points2.get(i)));
      }
    }
    return finalExponentiation(millerLoop(pairs));
  }

  /**
   * The lines of a point of G2 at a point of G1. Lines are divided by y, an element of Fq, which
   * the final exponentiation maps to 1; y is not 0 because the order of G1 is odd.
   *
   * @param lines of the point of G2
   * @param minusXOverY -x/y
   * @param inverseY 1/y
   */
  private record Evaluation(List<PreparedG2.Line> lines, Fq minusXOverY, Fq inverseY) {
    static Evaluation of(G1 p, PreparedG2 q) {
      Fq inverseY = p.y().inverse();
      return new Evaluation(q.lines(), p.x().mul(inverseY).negate(), inverseY);
    }

    Fq12 multiply(Fq12 f, int line) {
      PreparedG2.Line l = lines.get(line);
      return f.mulByLine(l.slope().scale(minusXOverY), l.constant().scale(inverseY));
    }
  }

  private static Fq12 millerLoop(List<Evaluation> pairs) {
    Fq12 f = Fq12.ONE;
    int line = 0;
    for (int i = PreparedG2.LOOP.bitLength() - 2; i >= 0; i--) {
      f = multiplyLines(f.square(), pairs, line++);
      if (PreparedG2.LOOP.testBit(i)) {
        f = multiplyLines(f, pairs, line++);
      }
    }
    f = multiplyLines(f, pairs, line++);
    return multiplyLines(f, pairs, line);
  }

  private static Fq12 multiplyLines(Fq12 f, List<Evaluation> pairs, int line) {
    Fq12 product = f;
    for (Evaluation pair : pairs) {
      product = pair.multiply(product, line);
    }
    return product;
  }

  /** f^((q^12 - 1)/r): the power q^6 - 1, then q^2 + 1, then the hard part. */
  static Fq12 finalExponentiation(Fq12 f) {
    Fq12 t = f.conjugate().mul(f.inverse());
    return hardPart(t.frobenius().frobenius().mul(t));
  }

  /**
   * f^((q^4 - q^2 + 1)/r) in the cyclotomic subgroup, where the conjugate is the inverse (Scott et
   * al. 2009, section 5: the vectorial addition chain y0 y1^2 y2^6 y3^12 y4^18 y5^30 y6^36).
   */
  private static Fq12 hardPart(Fq12 f) {
    Fq12 fx = f.pow(X);
    Fq12 fx2 = fx.pow(X);
    Fq12 fx3 = fx2.pow(X);
    Fq12 fq = f.frobenius();
    Fq12 fq2 = fq.frobenius();
    Fq12 y0 = fq.mul(fq2).mul(fq2.frobenius());
    Fq12 y1 = f.conjugate();
    Fq12 y2 = fx2.frobenius().frobenius();
    Fq12 y3 = fx.frobenius().conjugate();
    Fq12 y4 = fx.mul(fx2.frobenius()).conjugate();
    Fq12 y5 = fx2.conjugate();
    Fq12 y6 = fx3.mul(fx3.frobenius()).conjugate();
    Fq12 t0 = y6.square().mul(y4).mul(y5);
    Fq12 t1 = y3.mul(y5).mul(t0);
    t0 = t0.mul(y2);
    t1 = t1.square().mul(t0).square();
    t0 = t1.mul(y1);
    t1 = t1.mul(y0);
    return t0.square().mul(t1);
  }
}
