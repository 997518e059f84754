"""Distances and directions on the globe."""

import math

import numpy as np

EARTH_RADIUS_KM = 6371.009
_KM_A_DEGREE = math.radians(EARTH_RADIUS_KM)  # of latitude


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Kilometres between two points along the great circle. Degrees in; within 0.5 % of the ellipsoid."""
    first, second = math.radians(latitude), math.radians(other_latitude)
    half = math.radians(other_longitude - longitude) / 2
    chord = math.sin((second - first) / 2) ** 2 + math.cos(first) * math.cos(second) * math.sin(half) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, chord)))


def distances_km(
    latitudes: np.ndarray, longitudes: np.ndarray, other_latitudes: np.ndarray, other_longitudes: np.ndarray
) -> np.ndarray:
    """The same for many points at once, in the shape that the four arrays broadcast to."""
    first, second = np.radians(latitudes), np.radians(other_latitudes)
    half = np.radians(other_longitudes - longitudes) / 2
    chord = np.sin((second - first) / 2) ** 2 + np.cos(first) * np.cos(second) * np.sin(half) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(1.0, chord))))


def within_km(limit: float, latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> bool:
    """Whether two points, in degrees, are at most `limit` kilometres apart. Most that are not differ in latitude."""
    if abs(latitude - other_latitude) * _KM_A_DEGREE > limit:
        return False
    return distance_km(latitude, longitude, other_latitude, other_longitude) <= limit


def bearing_degrees(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Direction from the first point to the second, clockwise from north, 0 up to 360."""
    first, second = math.radians(latitude), math.radians(other_latitude)
    turn = math.radians(other_longitude - longitude)
    east = math.sin(turn) * math.cos(second)
    north = math.cos(first) * math.sin(second) - math.sin(first) * math.cos(second) * math.cos(turn)
    return math.degrees(math.atan2(east, north)) % 360.0
