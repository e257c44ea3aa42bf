/** Figures about a model that commands print. */
@NullMarked
package io.zkchain.cli.model;

import org.jspecify.annotations.NullMarked;
