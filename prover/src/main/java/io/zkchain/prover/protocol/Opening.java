package io.zkchain.prover.protocol;

import io.zkchain.prover.field.Fr;
import java.util.List;

/** The field arithmetic of the opening at z and 1/z (protocol step 6). */
final class Opening {
  private static final Fr HALF = Fr.fromLong(2).inverse();

  private Opening() {}

  /** T(X) = product of (1 - r*_k) + r*_k X^(2^k). */
  static Fr tensor(Fr[] rStar, Fr x) {
    Fr product = Fr.ONE;
    Fr power = x;
    for (Fr p : rStar) {
      product = product.mul(Fr.ONE.sub(p).add(p.mul(power)));
      power = power.square();
    }
    return product;
  }

  /** p2(X) = sum over i < n, j = 1, 2 of (r*_i^j - 1/2) X^(4n + 2i + j - 1). */
  static Fr maskWeights(Fr[] rStar, Fr x) {
    Fr sum = Fr.ZERO;
    for (int i = rStar.length - 1; i >= 0; i--) {
      Fr first = rStar[i].sub(HALF);
      Fr second = rStar[i].square().sub(HALF);
      sum = sum.mul(x).add(second).mul(x).add(first);
    }
    return sum.mul(x.pow(4L * rStar.length));
  }

  /**
   * S(1/z) from the identity F(z) T(1/z) + F(1/z) T(z) + eta rho2 (M(z) p2(1/z) + M(1/z) p2(z)) = 2
   * (u_O + eta v2) + z S(z) + S(1/z) / z.
   *
   * @param values F(z), F(1/z), M(z), M(1/z), S(z)
   * @param v2 the second sum-check's last claim
   */
  static Fr laurentAtInverse(Challenges c, Fr zInverse, List<Fr> values, Fr maskValue, Fr v2) {
    Fr f = values.get(0).mul(tensor(c.rStar(), zInverse));
    f = f.add(values.get(1).mul(tensor(c.rStar(), c.z())));
    Fr m = values.get(2).mul(maskWeights(c.rStar(), zInverse));
    m = m.add(values.get(3).mul(maskWeights(c.rStar(), c.z())));
    Fr left = f.add(c.eta().mul(c.rho2()).mul(m));
    Fr right = maskValue.add(c.eta().mul(v2)).twice().add(c.z().mul(values.get(4)));
    return left.sub(right).mul(c.z());
  }
}
