/**
 * Multi-scalar multiplication in G1, where most of a prover's time goes.
 *
 * <p>Promised: complete additions, results that do not depend on the number of threads, bounded
 * work space. Not promised: constant time; memory access depends on the scalars.
 */
@NullMarked
package io.zkchain.prover.msm;

import org.jspecify.annotations.NullMarked;
