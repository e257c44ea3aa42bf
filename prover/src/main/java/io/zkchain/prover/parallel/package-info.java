/**
 * Running loops on several threads.
 *
 * <p>Promised: loops may be nested without deadlock, because the calling thread takes part and
 * never waits for work that has not started. Not promised: any order of the iterations.
 */
@NullMarked
package io.zkchain.prover.parallel;

import org.jspecify.annotations.NullMarked;
