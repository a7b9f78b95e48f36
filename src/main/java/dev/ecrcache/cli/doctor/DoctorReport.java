package dev.ecrcache.cli.doctor;

import dev.ecrcache.cli.console.OutputFormat;
import dev.ecrcache.operate.doctor.Examination;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes what the doctor found. */
@FunctionalInterface
interface DoctorReport {
  /** Writes all of it. */
  void write(List<Examination> examinations, OutputStream out) throws IOException;

  /** A report in this form. */
  static DoctorReport of(OutputFormat format) {
    return switch (format) {
      case TABLE -> DoctorTable::write;
      case JSON -> DoctorRow::write;
      case HTML -> DoctorPage::write;
      case YAML -> throw new IllegalStateException("no reports in YAML");
    };
  }
}
