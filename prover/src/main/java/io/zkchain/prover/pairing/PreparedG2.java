package io.zkchain.prover.pairing;

import io.zkchain.prover.curve.G2;
import io.zkchain.prover.field.Fq2;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A point of G2 with the lines of its Miller loop, for points that occur in many pairings, such as
 * a verifier's generator and [tau]_2. Immutable.
 */
public final class PreparedG2 {
  /** 6x + 2 for the curve's parameter x: the length of the optimal ate pairing's loop. */
  static final BigInteger LOOP = new BigInteger("29793968203157093288");

  private static final Fq2 FROBENIUS_X = Fq12.frobeniusPower(3);
  private static final Fq2 FROBENIUS_Y = Fq12.frobeniusPower(2);

  /**
   * A line through points of the twist, in terms of a point (x, y) of G1: {@code y - slope x w +
   * constant w^3}.
   *
   * @param slope on the twist
   * @param constant slope * x_T - y_T for a point (x_T, y_T) on the line
   */
  record Line(Fq2 slope, Fq2 constant) {}

  private final G2 point;
  private final List<Line> lines;

  /** Of a point. */
  public PreparedG2(G2 point) {
    this.point = point;
    this.lines = point.isInfinity() ? List.of() : List.copyOf(new Walk(point).lines());
  }

  /** The point. */
  public G2 point() {
    return point;
  }

  /** Lines in the order of {@link Pairing}'s loop; empty for infinity. */
  List<Line> lines() {
    return lines;
  }

  /** Walks T from Q to (6x+2) Q and on to the two Frobenius images, noting the lines. */
  private static final class Walk {
    private final Fq2 qx;
    private final Fq2 qy;
    private Fq2 tx;
    private Fq2 ty;
    private final List<Line> lines = new ArrayList<>();

    Walk(G2 q) {
      qx = q.x();
      qy = q.y();
      tx = qx;
      ty = qy;
    }

    List<Line> lines() {
      for (int i = LOOP.bitLength() - 2; i >= 0; i--) {
        Fq2 squared = tx.square();
        step(squared.twice().add(squared).mul(ty.twice().inverse()), tx);
        if (LOOP.testBit(i)) {
          addPoint(qx, qy);
        }
      }
      Fq2 x1 = qx.conjugate().mul(FROBENIUS_X);
      Fq2 y1 = qy.conjugate().mul(FROBENIUS_Y);
      addPoint(x1, y1);
      Fq2 x2 = x1.conjugate().mul(FROBENIUS_X);
      Fq2 y2 = y1.conjugate().mul(FROBENIUS_Y);
      addPoint(x2, y2.negate());
      return lines;
    }

    /**
     * T and the other point are different multiples of Q below its order, and not opposite, so x
     * differs.
     */
    private void addPoint(Fq2 x, Fq2 y) {
      step(y.sub(ty).mul(x.sub(tx).inverse()), x);
    }

    private void step(Fq2 slope, Fq2 otherX) {
      lines.add(new Line(slope, slope.mul(tx).sub(ty)));
      Fq2 x3 = slope.square().sub(tx).sub(otherX);
      ty = slope.mul(tx.sub(x3)).sub(ty);
      tx = x3;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PreparedG2 p && point.equals(p.point);
  }

  @Override
  public int hashCode() {
    return Objects.hash(point);
  }

  @Override
  public String toString() {
    return "Prepared" + point;
  }
}
