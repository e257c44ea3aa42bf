package io.zkchain.prover.pairing;

import io.zkchain.prover.field.Fq2;

/** {@code c0 + c1 v + c2 v^2} in Fq6 = Fq2[v]/(v^3 - xi), xi = 9 + u. */
record Fq6(Fq2 c0, Fq2 c1, Fq2 c2) {
  static final Fq6 ZERO = new Fq6(Fq2.ZERO, Fq2.ZERO, Fq2.ZERO);
  static final Fq6 ONE = new Fq6(Fq2.ONE, Fq2.ZERO, Fq2.ZERO);

  Fq6 add(Fq6 o) {
    return new Fq6(c0.add(o.c0), c1.add(o.c1), c2.add(o.c2));
  }

  Fq6 sub(Fq6 o) {
    return new Fq6(c0.sub(o.c0), c1.sub(o.c1), c2.sub(o.c2));
  }

  Fq6 negate() {
    return new Fq6(c0.negate(), c1.negate(), c2.negate());
  }

  /** Karatsuba (Devegili et al. 2006, section 4): six products in Fq2. */
  Fq6 mul(Fq6 o) {
    Fq2 v0 = c0.mul(o.c0);
    Fq2 v1 = c1.mul(o.c1);
    Fq2 v2 = c2.mul(o.c2);
    Fq2 r0 = c1.add(c2).mul(o.c1.add(o.c2)).sub(v1).sub(v2).mulByNonResidue().add(v0);
    Fq2 r1 = c0.add(c1).mul(o.c0.add(o.c1)).sub(v0).sub(v1).add(v2.mulByNonResidue());
    Fq2 r2 = c0.add(c2).mul(o.c0.add(o.c2)).sub(v0).sub(v2).add(v1);
    return new Fq6(r0, r1, r2);
  }

  /** The product with {@code l0 + l1 v}: five products in Fq2. */
  Fq6 mulSparse(Fq2 l0, Fq2 l1) {
    Fq2 v0 = c0.mul(l0);
    Fq2 v1 = c1.mul(l1);
    Fq2 r0 = c2.mul(l1).mulByNonResidue().add(v0);
    Fq2 r1 = c0.add(c1).mul(l0.add(l1)).sub(v0).sub(v1);
    Fq2 r2 = c2.mul(l0).add(v1);
    return new Fq6(r0, r1, r2);
  }

  /** The product with v. */
  Fq6 mulByV() {
    return new Fq6(c2.mulByNonResidue(), c0, c1);
  }

  /** Of a non-zero element: by the adjoint and the norm to Fq2. */
  Fq6 inverse() {
    Fq2 a = c0.square().sub(c1.mul(c2).mulByNonResidue());
    Fq2 b = c2.square().mulByNonResidue().sub(c0.mul(c1));
    Fq2 c = c1.square().sub(c0.mul(c2));
    Fq2 norm = c2.mul(b).add(c1.mul(c)).mulByNonResidue().add(c0.mul(a)).inverse();
    return new Fq6(a.mul(norm), b.mul(norm), c.mul(norm));
  }
}
