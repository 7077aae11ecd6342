/// A model client without a model: it finds a verified patch for failing tests by search.
@NullMarked
package dev.cordon.repair;

import org.jspecify.annotations.NullMarked;
