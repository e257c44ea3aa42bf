package io.zkchain.compiler.error;

import org.jspecify.annotations.Nullable;

/**
 * The model cannot be imported: either the file is broken ({@link InvalidModelException}) or it is
 * sound but outside what can be proven ({@link UnsupportedModelException}, {@link
 * UnsupportedOperatorsException}).
 */
public abstract sealed class ModelException extends CompilerException
    permits InvalidModelException, UnsupportedModelException, UnsupportedOperatorsException {

  ModelException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
