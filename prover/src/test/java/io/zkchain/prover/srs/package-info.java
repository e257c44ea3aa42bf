@NullMarked
package io.zkchain.prover.srs;

import org.jspecify.annotations.NullMarked;
