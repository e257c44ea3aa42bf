@NullMarked
package io.zkchain.prover.msm;

import org.jspecify.annotations.NullMarked;
