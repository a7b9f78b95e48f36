/**
 * What every process of this project does that runs Pulumi's SDK or may fail in a way that nobody
 * has foreseen.
 *
 * <p>Uses no other package of this project.
 */
package dev.ecrcache.process;
