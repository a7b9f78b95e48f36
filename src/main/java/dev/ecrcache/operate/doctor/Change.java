package dev.ecrcache.operate.doctor;

import java.util.function.Consumer;
import software.amazon.awssdk.services.ecr.EcrClient;

/**
 * One change to a repository that makes it like its template.
 *
 * @param repository the repository's name
 * @param action what is asked, as IAM names it
 * @param what what is done, in words
 * @param apply does it
 */
public record Change(String repository, String action, String what, Consumer<EcrClient> apply) {}
