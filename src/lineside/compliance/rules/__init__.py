"""Rules of compliance, by what they judge: records (`checks`), counts (`shares`), sweeps (`spans`), dip samples."""
