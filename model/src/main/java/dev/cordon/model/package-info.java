/// Thin clients for model providers behind one streaming interface.
@NullMarked
package dev.cordon.model;

import org.jspecify.annotations.NullMarked;
