/**
 * Chains for the tests: Anvil in a container where a Docker engine answers, the same Anvil as a
 * plain process elsewhere.
 */
@NullMarked
package io.zkchain.it.chain;

import org.jspecify.annotations.NullMarked;
