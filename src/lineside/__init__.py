"""Lineside: contact, command and crime recording for a railway police force."""
